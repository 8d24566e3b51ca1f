/** What must not leave production, and where it is found all the same. */

/** Parts of names, addresses and numbers of the shop, in each of its columns that are masked. */
export const originals: readonly string[] = [
  ...['勅使河原', '百目鬼', '綾之介', '千代女', 'テシガワラ', 'ドウメキ', 'アヤノスケ', 'チヨメ'],
  ...['Quimby', 'Harriet', 'Featherstonehaugh', 'Peregrine', 'teshigawara', 'domeki'],
  ...['kadenokoji.example', 'flightdeck.example', 'yuutsuu.example'],
  ...['Ankerdine', 'Snickelway', 'Llanfairpwll', 'Giggleswick', '気仙沼', '唐桑町', '鮪立'],
  ...['4929-1771', '-6604', '85.214.', '-9915', '+81 90-7', '0226-'],
  ...['passport of', 'parcel is late', 'Please ring', '折り返し'],
];

/** As texts, in another case, in hexadecimal and in base64, at any place of a longer text. */
function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((lead) =>
    Buffer.concat([Buffer.alloc(lead), bytes])
      .toString('base64')
      .slice(lead === 0 ? 0 : 4, -4),
  );
  // What is left of a short text is too short to be looked for.
  const telling = base64.filter((form) => form.length > 5);
  return [text.toLowerCase(), hex, ...telling.map((form) => form.toLowerCase())];
}

/** @returns the originals that a text holds in any form */
export function originalsIn(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return originals.filter((original) => formsOf(original).some((form) => lower.includes(form)));
}
