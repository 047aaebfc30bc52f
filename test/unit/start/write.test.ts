import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { UserError } from "../../../scripts/start/errors.ts";
import { requireWritable } from "../../../scripts/start/report/write.ts";

describe("the report's file", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "report-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const refusal = (file: string): Promise<unknown> =>
    requireWritable(file).then(
      () => undefined,
      (error: unknown) => error,
    );

  it("requireWritable_passes_andLeavesContentAlone", async () => {
    const file = join(folder, "run.json");
    expect(await refusal(file)).to.equal(undefined);
    expect(readFileSync(file, "utf8")).to.equal("");
  });

  for (const [name, path] of [
    ["folder", "."],
    ["fileInMissingFolder", "none/run.json"],
  ] as const) {
    it(`requireWritable_refuses_${name}`, async () => {
      const error = await refusal(join(folder, path));
      expect(error).to.be.instanceOf(UserError);
      expect(String(error)).to.contain("cannot be written");
    });
  }
});
