import { useEffect, useState } from 'react';

/** A value once it has stayed the same for a while, so that typing does not ask the gateway for each key. */
export function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
