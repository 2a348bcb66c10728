/// The line-numbered tree of a config file, and mistakes in it.
@NullMarked
package boma.config;

import org.jspecify.annotations.NullMarked;
