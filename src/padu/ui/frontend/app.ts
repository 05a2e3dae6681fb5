/** What every page runs: htmx, the theme switch, menus, dialogs, focus after errors, and the islands it asks for. */
import { wireDialogs } from './dialogs.ts';
import { watchErrors } from './errors.ts';
import { startHtmx } from './exchange.ts';
import { wakeIslands } from './islands.ts';
import { wireMenus } from './menus.ts';
import { wireTheme } from './theme-switch.ts';
import { wireToasts } from './toasts.ts';

const added = (element: HTMLElement) => {
  wakeIslands(element);
  watchErrors(element);
};

startHtmx(added);
wireTheme();
wireMenus();
wireDialogs();
wireToasts();
added(document.body);
