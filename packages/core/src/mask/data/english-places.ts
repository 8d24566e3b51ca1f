/** Parts of English addresses: states and countries are real, streets and cities are made up. */

export interface CodedPlace {
  readonly code: string;
  readonly name: string;
}

function coded(text: string): readonly CodedPlace[] {
  return text
    .trim()
    .split(/\s*,\s*/)
    .map((entry) => ({ code: entry.slice(0, 2), name: entry.slice(3) }));
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

export const englishStreetNames = words(`
Acorn Alder Amber Apple Arbor Aspen Autumn Beacon Birch Blossom Bluebell Bramble Breeze Briar Bridge
Brook Buttercup Cedar Cherry Chestnut Clover Copper Coral Cotton Cypress Daisy Dogwood Elder Elm
Ember Example Falcon Fern Finch Garden Ginger Hazel Heather Heron Hickory Holly Honey Hazelnut
Ivory Jasmine Juniper Lantern Larch Laurel Lavender Lilac Linden Lotus Magnolia Maple Marigold
Meadow Mulberry Myrtle Oak Olive Orchard Otter Pebble Pepper Pine Plum Poplar Poppy Primrose Quail
Quartz Rowan Saffron Sample Silver Sparrow Spruce Starling Sycamore Thistle Tulip Valley Violet
Walnut Willow Winter Wren Yarrow
`);

export const englishStreetKinds = words(
  'Street Avenue Road Lane Drive Way Court Place Close Terrace',
);

export const englishCities = words(`
Sampleton Exampleford Mockbury Testville Placeholder Fakenfield Demoville Anytown Nowherton
Brambleford Cloverbury Elmsworthy Fernhollow Goldenmere Hazelbrook Ivyford Juniperton Larkmoor
Maplecombe Meadowhurst Oakenshire Pebblebrook Quillford Rosemoor Silverfen Thistlewick Umberfield
Violetmere Willowcross Yarrowby
`);

export const englishStates = coded(`
AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut,
DE Delaware, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa,
KS Kansas, KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan,
MN Minnesota, MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire,
NJ New Jersey, NM New Mexico, NY New York, NC North Carolina, ND North Dakota, OH Ohio,
OK Oklahoma, OR Oregon, PA Pennsylvania, RI Rhode Island, SC South Carolina, SD South Dakota,
TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington, WV West Virginia,
WI Wisconsin, WY Wyoming
`);

export const englishCountries = coded(`
US United States, CA Canada, GB United Kingdom, IE Ireland, AU Australia, NZ New Zealand, FR France,
DE Germany, IT Italy, ES Spain, PT Portugal, NL Netherlands, BE Belgium, CH Switzerland, AT Austria,
SE Sweden, NO Norway, DK Denmark, FI Finland, PL Poland, JP Japan, KR South Korea, SG Singapore,
IN India, BR Brazil, MX Mexico
`);

/** ISO 3166-1 alpha-3, of the same countries in the same order. */
export const longCountryCodes = words(`
USA CAN GBR IRL AUS NZL FRA DEU ITA ESP PRT NLD BEL CHE AUT SWE NOR DNK FIN POL JPN KOR SGP IND BRA MEX
`);
