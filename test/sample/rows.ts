/** Generates the rows of the sample shop, table by table. */

import { createHash } from 'node:crypto';
import { type Random, seededRandom } from './random.ts';
import { personName, productName, text } from './texts.ts';

/** What an INSERT takes: text, numbers, bytes and NULL; dates and big numbers are text. */
export type Value = string | number | Buffer | null;

/** The rows of one table, made while they are taken. */
export interface TableRows {
  readonly table: string;
  /** Columns that rows have values for; generated ones are missing. */
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Value[]>;
}

const counts = {
  categories: 60,
  customers: 8_000,
  coupons: 500,
  products: 2_000,
  images: 400,
  orders: 20_000,
  stockMovements: 15_000,
} as const;

/** The first ids of an older shop, kept when it was taken over: over 2^63. */
const oldestId = 18_446_744_073_709_500_000n;

const customerId = (index: number): string =>
  index % 400 === 0 ? String(oldestId + BigInt(index)) : String(1000 + index);

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

function dateOf(random: Random, firstYear: number, lastYear: number): string {
  const year = random.between(firstYear, lastYear);
  return `${year}-${pad(random.between(1, 12))}-${pad(random.between(1, 28))}`;
}

/** No hour that clocks skip in spring: TIMESTAMPs are written in UTC. */
function timeOf(random: Random, fractionDigits: number): string {
  const time = `${pad(random.between(0, 23))}:${pad(random.between(0, 59))}:${pad(random.between(0, 59))}`;
  if (fractionDigits === 0) return time;
  return `${time}.${pad(random.between(0, 10 ** fractionDigits - 1), fractionDigits)}`;
}

const or = <T>(random: Random, oneInTimes: number, otherwise: T, make: () => T): T =>
  random.oneIn(oneInTimes) ? otherwise : make();

function* categories(random: Random): Iterable<readonly Value[]> {
  for (let id = 1; id <= counts.categories; id++) {
    const parent = id <= 6 ? null : random.between(1, id - 1);
    yield [id, parent, `${productName(random)} ${id}`, `category-${id}`, random.between(-8e6, 8e6)];
  }
}

function* customers(random: Random): Iterable<readonly Value[]> {
  for (let index = 0; index < counts.customers; index++) {
    const [family, given] = personName(random);
    yield [
      customerId(index),
      `${random.pick(['taro', 'Taro', 'hana', "o'neil", 'ドメイン'])}+${index}@example.com`,
      family,
      given,
      random.pick(['standard', 'standard', 'silver', 'gold', '特別', 'it\'s "vip"']),
      random.pick([null, '', 'news', 'news,offers', 'events,日本語', 'news,offers,events,日本語']),
      random.oneIn(500) ? '0000-00-00' : or(random, 4, null, () => dateOf(random, 1930, 2008)),
      or(random, 10, null, () => random.between(1999, 2026)),
      `${dateOf(random, 2015, 2026)} ${timeOf(random, 6)}`,
      or(random, 5, null, () => preferences(random)),
      or(
        random,
        3,
        null,
        () => `${random.between(-999, 9_999_999_999)}.${pad(random.between(0, 99))}`,
      ),
      or(random, 4, null, () => random.bytes(16)),
      Buffer.from([random.between(0, 15), random.between(0, 255)]),
      or(random, 2, null, () => text(random, 8)),
    ];
  }
}

function preferences(random: Random): string {
  return JSON.stringify({
    言語: random.pick(['日本語', 'English', 'Deutsch "DE"']),
    emoji: random.pick(['🎌', '👩🏽‍🚀', '']),
    path: 'C:\\temp\\"x"',
    big: random.between(-(2 ** 31), 2 ** 31),
    ratio: random.between(0, 1000) / 8,
    nested: [null, true, [], {}, { '': text(random, 2) }],
  });
}

function* addresses(random: Random): Iterable<readonly Value[]> {
  for (let index = 0; index < counts.customers; index++) {
    for (const kind of index % 2 === 0 ? ['billing', 'shipping'] : ['billing']) {
      yield [
        customerId(index),
        kind,
        `東京都港区 ${random.between(1, 9)}-${random.between(1, 30)}, ${text(random, 2)}`.trim(),
        random.pick([null, '', 'c/o "山田"', "Flat 3'b"]),
        `${pad(random.between(0, 999), 3)}-${pad(random.between(0, 9999), 4)}`,
        random.pick(['JP', 'JP', 'DE', 'US']),
        or(random, 5, null, () => random.between(-9e15, 9e15) / 1e14),
        or(random, 5, null, () => random.between(-9e15, 9e15) / 7e13),
      ];
    }
  }
}

const couponCode = (index: number): string =>
  `${(['sale', 'SALE', '割引', "o'clock", 'a\\b', '🎁'] as const)[index % 6]}-${index}`;

function* coupons(random: Random): Iterable<readonly Value[]> {
  for (let index = 0; index < counts.coupons; index++) {
    const discount = `${random.between(0, 99)}.${pad(random.between(0, 99))}`;
    const validFor = `${random.pick(['', '-'])}${random.between(1, 838)}:59:59`;
    yield [couponCode(index), discount, dateOf(random, 2020, 2026), validFor];
  }
}

function* products(random: Random): Iterable<readonly Value[]> {
  for (let id = 1; id <= counts.products; id++) {
    yield [
      id,
      `SKU-${pad(id, 6)}é£`,
      random.between(1, counts.categories),
      productName(random),
      or(random, 6, null, () => text(random, 20)),
      `${random.between(1, 99_999)}.${pad(random.between(0, 99))}`,
      // Values that six digits do not tell apart, as a FLOAT's text in a result has them.
      or(random, 8, null, () => random.between(1, 2 ** 24) / 7),
      or(random, 8, null, () => random.between(-(2 ** 52), 2 ** 52) / 3),
      or(random, 3, null, () => JSON.stringify({ color: random.pick(['青', 'red']), tags: [id] })),
      random.between(0, 1),
    ];
  }
}

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

function* productImages(random: Random): Iterable<readonly Value[]> {
  for (let index = 0; index < counts.images; index++) {
    const length = random.oneIn(20) ? random.between(60_000, 200_000) : random.between(0, 30_000);
    const image = index === 0 ? Buffer.alloc(0) : Buffer.concat([everyByte, random.bytes(length)]);
    yield [
      1 + Math.floor(index / 2),
      index % 2,
      random.pick(['image/jpeg', 'image/png']),
      createHash('sha256').update(image).digest(),
      image,
      or(random, 3, null, () => random.bytes(random.between(0, 800))),
    ];
  }
}

function* orders(random: Random): Iterable<readonly Value[]> {
  for (let id = 1; id <= counts.orders; id++) {
    yield [
      id,
      customerId(random.between(0, counts.customers - 1)),
      or(random, 2, null, () => couponCode(random.between(0, counts.coupons - 1))),
      random.pick(['new', 'paid', 'shipped', 'delivered', 'cancelled']),
      `${dateOf(random, 2019, 2026)} ${timeOf(random, 6)}`,
      or(random, 3, null, () => `${dateOf(random, 2019, 2026)} ${timeOf(random, 0)}`),
      or(random, 3, null, () => timeOf(random, 3)),
      or(random, 2, null, () => text(random, 4)),
      `${dateOf(random, 2019, 2026)} ${timeOf(random, 3)}`,
    ];
  }
}

function* orderItems(random: Random): Iterable<readonly Value[]> {
  for (let order = 1; order <= counts.orders; order++) {
    const items = random.between(1, 5);
    for (let position = 1; position <= items; position++) {
      yield [
        order,
        position,
        random.between(1, counts.products),
        random.between(1, 12),
        `${random.between(1, 99_999)}.${pad(random.between(0, 99))}`,
        or(random, 8, random.pick(['', '❤️', '祝 "20"', 'A\\B']), () => null),
      ];
    }
  }
}

function* payments(random: Random): Iterable<readonly Value[]> {
  for (let order = 1; order <= counts.orders; order++) {
    if (random.oneIn(7)) continue;
    yield [
      createHash('md5').update(`payment ${order}`).digest(),
      order,
      random.pick(['card', 'konbini', '振込', 'paypay']),
      `${random.between(0, 99_999_999)}.${pad(random.between(0, 999_999), 6)}`,
      1 / random.between(3, 999),
      or(random, 5, null, () => `${dateOf(random, 2019, 2026)} ${timeOf(random, 6)}`),
      or(random, 2, null, () => random.bytes(random.between(0, 120))),
    ];
  }
}

function* reviews(random: Random): Iterable<readonly Value[]> {
  for (let index = 0; index < counts.customers; index++) {
    yield [
      random.between(1, counts.products),
      customerId(index),
      random.between(1, 5),
      or(random, 4, null, () => text(random, 2).slice(0, 100)),
      random.oneIn(1000) ? '長い文章。'.repeat(20_000) : text(random, 30),
      `${dateOf(random, 2019, 2026)} ${timeOf(random, 0)}`,
    ];
  }
}

function* stockMovements(random: Random): Iterable<readonly Value[]> {
  for (let index = 0; index < counts.stockMovements; index++) {
    const row = [
      random.between(1, counts.products),
      random.pick([null, '東京', '大阪', 'Köln']),
      random.between(-50, 200),
      `${dateOf(random, 2019, 2026)} ${timeOf(random, 0)}`,
      random.pick([null, '', '破損 💥', "customer's return"]),
    ];
    yield row;
    if (index % 50 === 0) yield row;
  }
}

function* giftWrapping(): Iterable<readonly Value[]> {
  yield [-1, null];
  yield [0, ''];
  yield [1, '`\'"\\ 包装 🎀'];
}

/** All rows of the shop, in the order of the tables; the same at every call. */
export function sampleRows(): readonly TableRows[] {
  const table = (
    name: string,
    columns: string,
    make: (random: Random) => Iterable<readonly Value[]>,
    seed: number,
  ): TableRows => ({ table: name, columns: columns.split(', '), rows: make(seededRandom(seed)) });
  return [
    table('categories', 'id, parent_id, name, slug, sort_order', categories, 101),
    table(
      'customers',
      'id, email, family_name, given_name, tier, newsletters, birthday, member_since, registered_at, preferences, credit_limit, login_token, permissions, note',
      customers,
      202,
    ),
    table(
      'addresses',
      'customer_id, kind, line1, line2, postal_code, country, latitude, longitude',
      addresses,
      303,
    ),
    table('coupons', 'code, discount, valid_from, valid_for', coupons, 404),
    table(
      'products',
      'id, sku, category_id, name, description, price, weight_kg, score, attributes, discontinued',
      products,
      505,
    ),
    table(
      'product_images',
      'product_id, position, media_type, sha256, image, thumbnail',
      productImages,
      606,
    ),
    table(
      'orders',
      'id, customer_id, coupon_code, status, placed_at, shipped_at, delivery_time, message, updated_at',
      orders,
      707,
    ),
    table(
      'order_items',
      'order_id, position, product_id, quantity, unit_price, engraving',
      orderItems,
      808,
    ),
    table('payments', 'id, order_id, method, amount, fee_rate, paid_at, receipt', payments, 909),
    table('reviews', 'product_id, customer_id, stars, title, body, written_at', reviews, 111),
    table(
      'stock_movements',
      'product_id, warehouse, change_by, moved_at, reason',
      stockMovements,
      222,
    ),
    table('gift `wrapping`; -- 包装', 'key, it\'s a "column"', giftWrapping, 333),
  ];
}
