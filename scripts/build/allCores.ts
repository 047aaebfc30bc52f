import { availableParallelism } from "node:os";

import type { HardhatPlugin } from "hardhat/types/plugins";

/** Compiles on every core: Hardhat leaves one free, which on two cores means one job after the other. */
export const allCores: HardhatPlugin = {
  id: "all-cores",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        build: (context, paths, options, next) =>
          next(context, paths, { concurrency: availableParallelism(), ...options }),
      }),
    }),
  },
};
