/** The version of this package, written into the header of every dump. */

export const version = '0.1.0';
