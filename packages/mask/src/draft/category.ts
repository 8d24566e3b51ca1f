/** What kinds of personal data columns are told apart by. */

/** By category: how people call it. */
export const categoryNames = {
  personName: "a person's name",
  givenName: 'a given name',
  familyName: 'a family name',
  email: 'an e-mail address',
  phone: 'a phone number',
  address: 'a postal address',
  street: 'a street',
  city: 'a city',
  region: 'a region of an address',
  postcode: 'a postcode',
  birthDate: 'a date of birth',
  age: 'an age',
  gender: 'a gender',
  nationalId: 'a national or official number',
  bankAccount: 'a bank account',
  creditCard: 'a card number',
  cardDetail: 'a detail of a card',
  ip: 'an IP address',
  mac: 'an address of a network card',
  device: 'a device of a person',
  userAgent: 'a user agent',
  latitude: 'a place on the map',
  longitude: 'a place on the map',
  location: 'a place on the map',
  login: 'a user name',
  secret: 'a secret',
  income: 'money of a person',
  health: 'something about health',
  sensitive: 'religion, origin, family or the like',
  company: 'a company name',
  url: 'a URL that may lead to a person',
  freeText: 'free text',
  photo: 'a picture or a file of a person',
} as const;

/** A kind of personal data. */
export type Category = keyof typeof categoryNames;
