/** Writes the JSON schema of parameters files, for editors: `npm run parameters:schema`. */
import { writeFileSync } from "node:fs";

import { z } from "zod";

import { parametersSchema } from "../../deploy/schema.ts";

const target = new URL("../../deploy/parameters/schema.json", import.meta.url);
writeFileSync(target, `${JSON.stringify(z.toJSONSchema(parametersSchema), null, 2)}\n`);
