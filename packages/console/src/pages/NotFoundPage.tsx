import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';

/** An address that leads nowhere, or to what the viewer may not see: the gateway does not tell which. */
export const NotFoundPage = () => (
  <>
    <Title text="Not found" />
    <Empty title="Page not found, or you do not have access to it.">
      <p>
        Private entries need a token of their namespace. Or <Link to="/search">search</Link> for it.
      </p>
    </Empty>
  </>
);
