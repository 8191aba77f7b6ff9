import { useState } from 'react';

const part = 50_000;

/** Text of any length, as it is: a part at a time, so that the page stays responsive. */
export function LongText({ text }: { text: string }) {
  const [parts, setParts] = useState(1);
  const shown = Math.min(text.length, parts * part);
  const slices = Array.from({ length: parts }, (_, index) => text.slice(index * part, (index + 1) * part));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div className="raw" tabIndex={0}>
        {slices.map((slice, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part has no other name than its place.
          <pre key={index} className="raw-part">
            {slice}
          </pre>
        ))}
      </div>
      {shown < text.length && (
        <p className="more">
          <button type="button" onClick={() => setParts(parts + 1)}>
            Show more ({percent(shown, text.length)} % shown)
          </button>
        </p>
      )}
    </>
  );
}

const percent = (shown: number, all: number): number => Math.floor((shown / all) * 100);
