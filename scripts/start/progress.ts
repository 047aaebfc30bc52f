import type { StepState } from "./run/replay.ts";

const EVERY_MS = 1000;
const EVERY_PLAIN_MS = 5000;

/** Shows how far a run is: on a terminal one line that changes, else a line now and then. */
export class Progress {
  #shown = 0;

  constructor(private readonly out: NodeJS.WriteStream) {}

  /** Shows a state if the last one was shown long enough ago, or if it is the last. */
  show(state: StepState): void {
    const now = performance.now();
    const last = state.step === state.steps;
    const pause = this.out.isTTY ? EVERY_MS : EVERY_PLAIN_MS;
    if (!last && now - this.#shown < pause) return;
    this.#shown = now;
    const line = lineOf(state);
    if (this.out.isTTY) this.out.write(`\r\u001B[K${line}${last ? "\n" : ""}`);
    else this.out.write(`${line}\n`);
  }
}

/** One line about a step. */
export const lineOf = ({ step, steps, price, trades, liquidations }: StepState): string =>
  `step ${step}/${steps}  price ${price.toFixed(2)}  trades ${trades}  liquidations ${liquidations}`;
