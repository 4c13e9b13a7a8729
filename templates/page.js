// What the page does beyond showing itself; without it the page is complete.
"use strict";
