/** A modelled line with virtual time, over which benchmarks and tests see what the transport makes of bad networks. */
export { type Carried, type CarriedOptions, carried, SATELLITE, WAYS } from "./carried.ts";
