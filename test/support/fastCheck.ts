const seed = BigInt.asIntN(32, BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374"));

/** Settings of fast-check: the seed of the other fuzz tests, so that a failure on one machine is the same on the next. */
export const fuzz = { seed: Number(seed), numRuns: process.env.DEEP === "1" ? 10_000 : 100 };
