/** Where model packs lie, and what people read about them. */
@NullMarked
package io.afterimage.app.pack;

import org.jspecify.annotations.NullMarked;
