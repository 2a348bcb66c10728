/// The grammar and framing of HTTP/1.1, read strictly.
@NullMarked
package boma.http;

import org.jspecify.annotations.NullMarked;
