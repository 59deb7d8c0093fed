import { Route, Router } from '@solidjs/router';
import { render } from 'solid-js/web';
import { About } from './about';
import { Home } from './home';

render(
  () => (
    <Router>
      <Route path="/" component={Home} />
      <Route path="/about" component={About} />
    </Router>
  ),
  document.getElementById('app')!,
);
