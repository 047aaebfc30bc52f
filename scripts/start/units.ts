import { formatUnits, parseUnits } from "ethers";

/** A wad as a number, for decisions and for people; never for the books. */
export const toNumber = (wad: bigint): number => Number(formatUnits(wad, 18));

/** A number as wad, to nine digits. */
export const toWad = (value: number): bigint => parseUnits(value.toFixed(9), 18);

/** A wad of USDC as units of the token, rounded down. */
export const toTokenUnits = (wad: bigint): bigint => wad / 10n ** 12n;

/** A wad as an exact decimal string without trailing zeros. */
export const toDecimal = (wad: bigint): string => formatUnits(wad, 18).replace(/\.0$/, "");
