/** What every page runs: htmx, the theme switch, focus after errors, and the islands a page asks for. */
import { watchErrors } from './errors.ts';
import { startHtmx } from './exchange.ts';
import { wakeIslands } from './islands.ts';
import { wireMenus } from './menus.ts';
import { wireTheme } from './theme-switch.ts';

startHtmx((added) => {
  wakeIslands(added);
  watchErrors(added);
});
wireTheme();
wireMenus();
wakeIslands(document.body);
watchErrors(document.body);
