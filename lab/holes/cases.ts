/** The conditions under which holes are looked for. */
import { type Conditions, impliedBy } from "./world.ts";

/** Linear over options' width: √(6 hours / 1 day), and a floor of 7.5% against 13%. */
const LINEAR_SHARE = 7.5 / 13;

export interface Case extends Conditions {
  readonly name: string;
}

const caseOf = (name: string, width: number, volatility: number): Case => ({
  name,
  width,
  linearWidth: width * LINEAR_SHARE,
  volatility,
});

/** Widths from the floor to the cap with the volatility that they are made of, and with less. */
export const CASES: readonly Case[] = [
  caseOf("w 13%, σ 58%", 0.13, impliedBy(0.13)),
  caseOf("w 13%, σ 25%", 0.13, 0.25),
  caseOf("w 20%, σ 89%", 0.2, impliedBy(0.2)),
  caseOf("w 27%, σ 120%", 0.27, impliedBy(0.27)),
  caseOf("w 35%, σ 156%", 0.35, impliedBy(0.35)),
  caseOf("w 35%, σ 80%", 0.35, 0.8),
];

/** Hours to the first expiry of a book, by class. */
export const CLASSES: Readonly<Record<string, readonly number[]>> = {
  "2-24 h": [2, 8, 20, 24],
  "1-3 d": [30, 48, 72],
  "3-7 d": [84, 120, 160],
  "8-60 d": [192, 336, 720, 1440],
};

/** All of them, ascending. */
export const EXPIRIES: readonly number[] = Object.values(CLASSES).flat();
