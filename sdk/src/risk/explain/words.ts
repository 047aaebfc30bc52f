/** A loss in words, and figures as people read them. */
import { describeExpiry } from "../../instruments/index.js";
import type { LossExplanation } from "./types.js";

const WAD = 10n ** 18n;

/** |wad| rounded to so many digits behind the point, with commas. */
const rounded = (wad: bigint, digits: number): string => {
  const unit = WAD / 10n ** BigInt(digits);
  const units = ((wad < 0n ? -wad : wad) + unit / 2n) / unit;
  const text = units.toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  return digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
};

/** USDC to the cent: `−1,234.50`. */
export const money = (wad: bigint): string => `${wad < 0n ? "−" : ""}${rounded(wad, 2)}`;

/** Contracts to a thousandth. */
export const contracts = (wad: bigint): string => rounded(wad, 3).replace(/\.?0+$/, "");

/** A share of the spot with its sign: `+13.00%`. */
const percent = (wad: bigint): string => `${wad < 0n ? "−" : "+"}${rounded(100n * wad, 2)}%`;

const list = (expiries: readonly number[]): string => expiries.map(describeExpiry).join(", ");

type Told = Omit<LossExplanation, "words" | "contributions">;

const placeOf = ({ place, shift, price, volatility, weight, strike }: Told): string => {
  if (place === "nowhere") return "no scenario loses";
  const spot = `spot ${percent(shift)} to ${money(price)}`;
  if (place === "tail") return `tail, ${spot}, volatility up, of which ${rounded(100n * weight, 0)}% counts`;
  if (place === "node") {
    const where = strike === undefined ? "at an end of the width" : `at the strike ${contracts(strike)}`;
    return `${where}, ${spot}, volatility ${volatility}, a day later`;
  }
  if (place === "valley") return `between the shifts, ${spot}, volatility ${volatility}`;
  return `${spot}, volatility ${volatility}`;
};

const decidedBy = (loss: Told): string => {
  if (loss.setBy === "cap") return "capped by the payoff bound and what follows the spot";
  if (loss.setBy === "bound") return "no more than the options can lose";
  return "";
};

/** Which loss decides, without a full stop. */
export const wordsOf = (loss: Told): string => {
  const parts = [placeOf(loss)];
  if (loss.gone.length > 0) {
    parts.push(loss.left.length > 0 ? `only ${list(loss.left)} left` : `${list(loss.gone)} gone`);
  }
  const decided = decidedBy(loss);
  if (decided !== "") parts.push(decided);
  return parts.join("; ");
};
