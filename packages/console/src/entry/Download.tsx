import { useState } from 'react';
import { type Kinds, readFileOf } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';

/** A link for what is public; with a token, which a link cannot send, the bytes are fetched and handed to the browser. */
export function Download({
  address,
  path,
  href,
}: {
  address: { kinds: Kinds; id: string; namespace: string; version: string };
  path: string;
  href: string;
}) {
  const { token } = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  const name = path.split('/').at(-1) ?? path;
  if (token === null)
    return (
      <a className="button" href={href} download={name}>
        Download
      </a>
    );
  async function save() {
    try {
      const content = await readFileOf(address, path);
      const url = URL.createObjectURL(new Blob([content as BlobPart]));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      URL.revokeObjectURL(url);
      setProblem(null);
    } catch (error) {
      setProblem((error as Error).message);
    }
  }
  return (
    <>
      {problem && (
        <span className="field-error" role="alert">
          {problem}
        </span>
      )}
      <button type="button" onClick={() => void save()}>
        Download
      </button>
    </>
  );
}
