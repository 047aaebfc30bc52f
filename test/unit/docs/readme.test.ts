import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Markdown files that belong to the project. */
const pages = (): string[] => [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  join("sdk", "README.md"),
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

describe("documentation", () => {
  it("exampleOfTheReadme_runs", () => {
    const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8"))!;
    const file = join(ROOT, "test", "unit", "docs", ".example.mts");
    try {
      writeFileSync(file, code!);
      const printed = execFileSync(process.execPath, [file], { encoding: "utf8" });
      expect(printed).to.match(/equity: 9\d{20}n/);
      expect(printed).to.match(/maintenance: [1-9]\d{19,20}n/);
    } finally {
      rmSync(file, { force: true });
    }
  });

  it("links_leadSomewhere", () => {
    for (const page of pages()) {
      for (const [, target] of readFileSync(join(ROOT, page), "utf8").matchAll(
        /\]\((?!https?:|mailto:|#)([^)#]+)[^)]*\)/g,
      )) {
        expect(existsSync(resolve(ROOT, dirname(page), target!)), `${page} → ${target}`).to.equal(true);
      }
    }
  });
});
