import { resolve } from "node:path";

/**
 * A path that a user gave on the command line, as an absolute path.
 *
 * npm runs scripts in the project's folder and keeps the folder that the user stood in as `INIT_CWD`; a relative path
 * means the latter.
 */
export const callerPath = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);
