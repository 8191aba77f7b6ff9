/** `1,200 in, 80 out`. */
export const tokens = ({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }): string =>
  `${inputTokens.toLocaleString()} in, ${outputTokens.toLocaleString()} out`;
