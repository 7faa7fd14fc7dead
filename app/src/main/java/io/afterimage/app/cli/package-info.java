/** What all commands share: options, the terminal, exit codes, and how errors are told. */
@NullMarked
package io.afterimage.app.cli;

import org.jspecify.annotations.NullMarked;
