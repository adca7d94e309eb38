import type { components } from './schema';

/** A type of the wire by its name in the service's own description. */
export type Wire<Name extends keyof components['schemas']> = components['schemas'][Name];
