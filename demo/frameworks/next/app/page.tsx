import Link from 'next/link';
import { Wayne } from './wayne';

interface Props {
  searchParams: Promise<{ service?: string }>;
}

export default async function Home({ searchParams }: Props) {
  const { service } = await searchParams;
  return (
    <>
      <h1>Meet Wayne</h1>
      <Wayne service={service === 'liveavatar' ? 'liveavatar' : 'simulated'} />
      <Link href="/about" data-test="away">
        About
      </Link>
    </>
  );
}
