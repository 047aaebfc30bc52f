/** Gives fast-check the seed of the other fuzz tests, so that a failure on one machine is the same on the next. */
import * as fc from "fast-check";

const seed = BigInt.asIntN(32, BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374"));
fc.configureGlobal({ seed: Number(seed), ...(process.env.DEEP === "1" ? { numRuns: 10_000 } : {}) });
