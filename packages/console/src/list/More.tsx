/** At the end of what is loaded of a list, `top` pixels below its start: moved by a transform, which is no layout shift. */
export const More = ({ top, isLoading, onPress }: { top: number; isLoading: boolean; onPress: () => void }) => (
  <p className="more" style={{ transform: `translateY(${top}px)` }}>
    <button type="button" disabled={isLoading} onClick={onPress}>
      {isLoading ? 'Loading…' : 'Show more'}
    </button>
  </p>
);
