/** The value at which half of the weight lies below; NaN of nothing. @internal */
export const weightedMedian = (values: readonly { readonly value: number; readonly weight: number }[]): number => {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  let left = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { value, weight } of sorted) {
    left -= weight;
    if (left <= 0) return value;
  }
  return NaN;
};
