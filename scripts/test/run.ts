// Runs every check and every test, two stages at a time, and closes with the line `N passed, N failed`.
//
//   npm test                 the usual run
//   npm test -- --verbose    with the output of each stage, not only of those that fail
//   npm run test:deep        fuzz and invariant runs 20 times as long
import { spawn } from "node:child_process";
import { parseArgs, stripVTControlCharacters } from "node:util";

import { stages, type Stage } from "./stages.ts";

interface Result {
  readonly stage: Stage;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

const AT_A_TIME = 2;
const HEARTBEAT_SECONDS = 20;

const { values: options } = parseArgs({ options: { deep: { type: "boolean" }, verbose: { type: "boolean" } } });
const environment = { ...process.env, ...(options.deep ? { DEEP: "1" } : {}) };

const started = performance.now();
const secondsSince = (moment: number): number => (performance.now() - moment) / 1000;
const clock = (): string => `[${secondsSince(started).toFixed(0).padStart(4)} s]`;

/** Adds up the lines `12 passing (3s)` or `1 failing` of a suite's output. */
const total = (word: "passing" | "failing", output: string): number =>
  [...output.matchAll(new RegExp(`^ *(\\d+) ${word}\\b`, "gm"))].reduce((sum, [, count]) => sum + Number(count), 0);

const running = new Map<Stage, () => string>();
const results = new Map<string, Result>();

function count(stage: Stage, exitCode: number, output: string): Pick<Result, "passed" | "failed"> {
  if (!stage.isSuite) return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const passed = total("passing", output);
  const failed = total("failing", output);
  // A suite that breaks before its summary, or runs no test at all, has failed too.
  const brokeElsewhere = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: brokeElsewhere ? 1 : failed };
}

function execute(stage: Stage): Promise<Result> {
  console.log(`${clock()} …  ${stage.name}`);
  const moment = performance.now();
  let output = "";
  running.set(stage, () => output);

  return new Promise((resolve) => {
    const child = spawn(stage.command, { shell: true, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const collect = (chunk: string): void => {
      output += stripVTControlCharacters(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    child.on("close", (exitCode) => {
      running.delete(stage);
      resolve({ stage, ...count(stage, exitCode ?? 1, output), seconds: secondsSince(moment) });
    });
  }).then((result) => {
    report(result as Result, output);
    return result as Result;
  });
}

function report({ stage, passed, failed, seconds }: Result, output: string): void {
  const tests = stage.isSuite ? `, ${passed} passed` + (failed > 0 ? `, ${failed} failed` : "") : "";
  const warned = /^Warning:/m.test(output);
  if (failed > 0 || warned || options.verbose) console.log(`\n${output.trim()}\n`);
  console.log(`${clock()} ${failed > 0 ? "✖" : "✔"}  ${stage.name} (${seconds.toFixed(1)} s${tests})`);
}

const passedAll = (name: string): boolean => results.get(name)?.failed === 0;
const failedAny = (name: string): boolean => (results.get(name)?.failed ?? 0) > 0;

async function runAll(): Promise<void> {
  const waiting = [...stages];
  const promises = new Set<Promise<void>>();

  while (waiting.length > 0 || promises.size > 0) {
    for (const stage of waiting.filter(({ needs }) => needs.some(failedAny))) {
      waiting.splice(waiting.indexOf(stage), 1);
      results.set(stage.name, { stage, passed: 0, failed: 1, seconds: 0 });
      console.log(`${clock()} ✖  ${stage.name} (not run: it needs ${stage.needs.join(" and ")})`);
    }
    for (const stage of waiting.filter(({ needs }) => needs.every(passedAll)).slice(0, AT_A_TIME - promises.size)) {
      waiting.splice(waiting.indexOf(stage), 1);
      const promise = execute(stage).then((result) => {
        results.set(stage.name, result);
        promises.delete(promise);
      });
      promises.add(promise);
    }
    if (promises.size > 0) await Promise.race(promises);
  }
}

function printTable(): void {
  const width = Math.max(...stages.map(({ name }) => name.length));
  console.log(`\n${"stage".padEnd(width)}  seconds  passed  failed`);
  for (const { stage, passed, failed, seconds } of stages.flatMap(({ name }) => results.get(name) ?? [])) {
    const cells = [seconds.toFixed(1).padStart(7), String(passed).padStart(6), String(failed).padStart(6)];
    console.log(`${stage.name.padEnd(width)}  ${cells.join("  ")}`);
  }
  console.log(`${"all".padEnd(width)}  ${secondsSince(started).toFixed(1).padStart(7)}\n`);
}

const heartbeat = setInterval(() => {
  for (const [{ name, isSuite }, output] of running) {
    const done = isSuite ? `, ${output().match(/✔/g)?.length ?? 0} passed so far` : "";
    console.log(`${clock()} …  ${name} is running${done}`);
  }
}, HEARTBEAT_SECONDS * 1000);

await runAll();
clearInterval(heartbeat);
printTable();

const sum = (key: "passed" | "failed"): number => [...results.values()].reduce((all, result) => all + result[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = sum("failed") > 0 ? 1 : 0;
