import { type SyntheticEvent, useState } from 'react';

/** Which `details` of a long list are open: a row that leaves the page comes back as it was. */
export function useOpenRows() {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  return (key: string) => ({
    open: opened.has(key),
    onToggle({ currentTarget: { open } }: SyntheticEvent<HTMLDetailsElement>) {
      setOpened((before) => {
        if (before.has(key) === open) return before;
        return new Set(open ? [...before, key] : [...before].filter((each) => each !== key));
      });
    },
  });
}
