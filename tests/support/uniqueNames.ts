/** Names that no other test of the file uses: `agent-1`, `agent-2`, … */
export function uniqueNames(prefix: string): (name?: string) => string {
  let made = 0;
  return (name = prefix) => {
    made += 1;
    return `${name}-${made}`;
  };
}
