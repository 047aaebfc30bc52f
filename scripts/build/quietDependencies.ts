import type { HardhatPlugin } from "hardhat/types/plugins";

const FROM_A_DEPENDENCY = /--> (?:\.[\\/])?node_modules[\\/]/;

/** Keeps compiler warnings about other people's packages out of the build's output; errors stay. */
export const quietDependencies: HardhatPlugin = {
  id: "quiet-dependencies",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        getCompilationJobErrors: async (context, job, output, next) => {
          const errors = await next(context, job, output);
          return errors.filter(
            ({ severity, formattedMessage = "" }) => severity === "error" || !FROM_A_DEPENDENCY.test(formattedMessage),
          );
        },
      }),
    }),
  },
};
