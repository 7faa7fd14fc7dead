/** How far files may run ahead of the stages. */
@NullMarked
package io.afterimage.ingest.credit;

import org.jspecify.annotations.NullMarked;
