/** Figures as people read them. */

const WAD = 10n ** 18n;

/** A wad as a decimal without trailing zeros: 1500000000000000000n is "1.5". Exact. */
export const decimalOf = (wad: bigint): string => {
  const magnitude = wad < 0n ? -wad : wad;
  const fraction = (magnitude % WAD).toString().padStart(18, "0").replace(/0+$/, "");
  return `${wad < 0n ? "-" : ""}${magnitude / WAD}${fraction === "" ? "" : `.${fraction}`}`;
};

/** Unix seconds as ISO 8601 in UTC; the bare number when it lies beyond the range of dates. */
export const isoTimeOf = (seconds: bigint): string => {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString().replace(".000Z", "Z");
};
