import { Trainer } from './trainer';

export default function Page() {
  return (
    <main>
      <h1>patchwise with Next</h1>
      <Trainer />
    </main>
  );
}
