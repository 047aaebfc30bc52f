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

/** What the first example of a page that contains a text prints. */
const printedBy = (page: string, text: string): string => {
  const blocks = [...readFileSync(join(ROOT, page), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)];
  const code = blocks.map(([, block]) => block!).find((block) => block.includes(text))!;
  const file = join(ROOT, "test", "unit", "docs", ".example.mts");
  try {
    writeFileSync(file, code);
    return execFileSync(process.execPath, [file], { encoding: "utf8" });
  } finally {
    rmSync(file, { force: true });
  }
};

describe("documentation", () => {
  it("exampleOfTheReadme_runs", () => {
    const printed = printedBy("README.md", "evaluate(portfolio");
    expect(printed).to.match(/equity: 9\d{20}n/);
    expect(printed).to.match(/maintenance: [1-9]\d{19,20}n/);
  });

  it("exampleOfTheSdk_explainsAMargin", () => {
    const printed = printedBy(join("sdk", "README.md"), "explainText(");
    expect(printed).to.match(/^E [\d,.]+, M [\d,.]+, I [\d,.]+\nETH: .* volatility up/);
    expect(printed).to.match(/\nbest trade: /);
    expect(printed).to.match(/source: 'position'/);
    expect(printed).to.match(/\n2\d{21}n\n$/);
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
