/** Rounded toward minus infinity, for a positive denominator. @internal */
export const floorDiv = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
};
