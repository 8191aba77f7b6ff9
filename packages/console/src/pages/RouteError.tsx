import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorBox } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';

/** A page that could not be shown, such as one whose code a new release has replaced. */
export const RouteError = ({ error, reset }: ErrorComponentProps) => (
  <>
    <Title text="This page could not be shown" />
    <ErrorBox error={error} retry={reset} />
    <p>
      <button type="button" onClick={() => location.reload()}>
        Load the console again
      </button>
    </p>
  </>
);
