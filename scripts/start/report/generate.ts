/** Writes report.schema.json from the zod schema. */
import { writeFileSync } from "node:fs";

import { jsonSchema } from "./schema.ts";

writeFileSync(new URL("../report.schema.json", import.meta.url), jsonSchema());
