/** What people see of the events in a terminal. */
@NullMarked
package io.afterimage.app.view;

import org.jspecify.annotations.NullMarked;
