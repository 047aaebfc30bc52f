const EVERY_MS = 5000;

/** A line on the error output every five seconds. */
export const progressOf = (total: number): ((done: number) => void) => {
  let shown = performance.now();
  return (done) => {
    if (performance.now() - shown < EVERY_MS) return;
    shown = performance.now();
    process.stderr.write(`fitted ${done} of ${total} snapshots\n`);
  };
};
