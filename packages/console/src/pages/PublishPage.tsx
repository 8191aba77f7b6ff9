import { type DragEvent, useRef, useState } from 'react';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { Definition } from '../publish/Definition.tsx';
import { Drafts } from '../publish/Drafts.tsx';
import { type Folder, filesOfDrop, readFolders } from '../publish/readFolder.ts';
import { Notice } from '../ui/basics.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Title } from '../ui/Title.tsx';

/** Publishing from a browser: a folder is dropped, validated, compared with what is there, and published. */
export function PublishPage() {
  const viewer = useViewer();
  const [folders, setFolders] = useState<readonly Folder[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const [drop, setDrop] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const refusal = refusalFor(viewer, 'VIEWER');

  async function take(files: Promise<readonly File[]>) {
    setProblem(null);
    try {
      const found = await readFolders(await files);
      setFolders(found);
      setDrop((count) => count + 1);
      if (found.length === 0) setProblem('The folder contains no agent.json or template.json.');
    } catch (error) {
      setProblem(`The folder could not be read: ${(error as Error).message}`);
    }
  }

  return (
    <>
      <Title
        text="Publish"
        about="Drop the folder of an agent or a template. Nothing is published until you confirm."
      />
      {viewer !== undefined && refusal && <Notice tone="neutral" title={refusal} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard. */}
      <div
        className={isOver ? 'drop over' : 'drop'}
        onDragOver={(event: DragEvent) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          setOver(false);
          void take(filesOfDrop(event.dataTransfer.items));
        }}
      >
        <Icon name="publish" />
        <p>Drop a folder here, or</p>
        <button type="button" onClick={() => input.current?.click()}>
          Choose a folder
        </button>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          aria-label="Folder"
          {...{ webkitdirectory: '' }}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = ''; // So that the same folder can be chosen again, mended.
            void take(Promise.resolve(files));
          }}
        />
      </div>
      {problem && <Notice tone="bad" title={problem} />}
      {folders?.map((folder) => (
        <Definition key={`${drop} ${folder.name} ${folder.kinds}`} folder={folder} viewer={viewer} />
      ))}
      {refusalFor(viewer, 'PUBLISHER') === null && <Drafts />}
    </>
  );
}
