import { Link } from 'react-router';

export function About() {
  return (
    <>
      <h1>About</h1>
      <Link to="/" data-test="back">
        Back
      </Link>
    </>
  );
}
