import { Counter, Gauge, type Registry } from 'prom-client';

/** What the answer cache counts of itself. */
export interface KeptAnswers {
  stats(): { hits: number; misses: number; bytes: number; entries: number };
}

export function measureAnswerCache(registry: Registry, { stats }: KeptAnswers): void {
  const registers = [registry];
  const counter = (name: string, help: string, value: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  counter('registry_answer_cache_hits_total', 'Answers that were kept and sent again.', () => stats().hits);
  counter(
    'registry_answer_cache_misses_total',
    'Answers that were made because they were not kept, and could be kept.',
    () => stats().misses,
  );
  gauge('registry_answer_cache_size_bytes', 'Bytes of the answers that are kept.', () => stats().bytes);
  gauge('registry_answer_cache_entries', 'Answers that are kept.', () => stats().entries);
}
