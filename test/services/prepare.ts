/** Fetches and builds what the services need once, so that no test waits for it. */

import { databaseOffers, lambdaRuntimeOffer } from './index.ts';

const lambda = await lambdaRuntimeOffer();
const offers = [...(await databaseOffers()), { name: 'Lambda runtime', ...lambda }];
const available = offers.filter((offer) => offer.unavailable === undefined);
console.log(available.map(({ name }) => name).join(', '));
