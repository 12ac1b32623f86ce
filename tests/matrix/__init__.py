"""Every address, endpoint and command × every role × own, sibling, above, none: the real answer is the policy's."""
