import { type TypedDataField, isAddress, isHexString } from "ethers";

import { FieldMalformed, FieldOutOfRange } from "./errors.js";

const INTEGER = /^(u?)int(\d+)$/;

const requireInteger = (field: string, type: string, value: unknown): void => {
  const [, unsigned, bits = "256"] = INTEGER.exec(type) ?? [];
  const width = BigInt(bits);
  const [least, limit] = unsigned === "u" ? [0n, 1n << width] : [-(1n << (width - 1n)), 1n << (width - 1n)];
  const whole = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof whole !== "bigint") throw new FieldMalformed(field, String(value), type);
  if (whole < least || whole >= limit) throw new FieldOutOfRange(field, whole, type);
};

/** Refuses fields that their EIP-712 types cannot hold; fields of structs are for the caller. @internal */
export const requireFieldsFit = (values: object, types: readonly TypedDataField[], prefix = ""): void => {
  const entries = new Map<string, unknown>(Object.entries(values));
  for (const { name, type } of types) {
    const value = entries.get(name);
    const field = prefix + name;
    if (INTEGER.test(type)) requireInteger(field, type, value);
    else if (type === "address" && !isAddress(value)) throw new FieldMalformed(field, String(value), type);
    else if (type === "bytes32" && !isHexString(value, 32)) throw new FieldMalformed(field, String(value), type);
  }
};
