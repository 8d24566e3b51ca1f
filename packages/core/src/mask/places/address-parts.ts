/** What an address rule and its two languages say to each other. */

export type AddressPart = 'full' | 'street' | 'city' | 'region' | 'postcode' | 'country';

/** Writes another postcode of the same form. */
export type OtherCode = (code: string) => string;
