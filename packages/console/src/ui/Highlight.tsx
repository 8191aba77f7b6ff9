/** The gateway's excerpt (escaped HTML with the matches in `<mark>`) as text and elements: never as markup. */
export function Highlight({ html }: { html: string }) {
  let isMatch = false;
  return (
    <>
      {html.split(/(<mark>|<\/mark>)/).map((part, index) => {
        if (part === '<mark>' || part === '</mark>') {
          isMatch = part === '<mark>';
          return null;
        }
        const text = part.replace(/&(lt|gt|amp|quot|#39|#x27);/g, (_, name: string) => characters[name] ?? '');
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one excerpt have no other name.
        return isMatch ? <mark key={index}>{text}</mark> : text;
      })}
    </>
  );
}

const characters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", '#x27': "'" };
