/* bind.pml: functions that bind at their first document, the cut by delivery date, polling and echo, two keys with a transfer.
 *
 * Two orders, both open, order-intake at legacy, despatch unbound. Order 0 is requested before the day of the cut, order 1 on it
 * or later. Both back ends may ship either order (they are not trusted); new may ship order 1 in two equal parts; two shipments at most. Two nodes poll
 * what the back ends made and decide it: shared routing lock, stage, order row, owner, commit. The milestone of despatch goes
 * live with its cut, on to draining, or back to planned. One transfer of either order, at any time after it is bound. What was
 * accepted is copied to the other back end, appears there among what is polled, and must be told for an echo.
 *
 * Properties: one emitter per order, but for a transfer; a shipment is decided by the present stage and owner; once the cut
 * was in force an order ships from its date's side only; an echo is never decided as a document, and no shipment is taken
 * for an echo: at the end everything that was made is accepted or rogue, once. No deadlock.
 *
 * Mutations, by -D (each must fail):
 *  NO_LOCK         the stage is read without the routing lock
 *  NO_ROW          the owner is read before the order row is locked
 *  NO_CUT_BINDING  going live leaves open orders unbound, and draining then gives them all to new
 *  POLL_EARLY      what was polled is decided although a delivery to that back end has no result yet
 *  BY_CONTENT      an echo is told by its content
 *  BOTH_ACCEPTED   an unbound order accepts its first document from whichever side it comes
 *
 * The code: Sources/Rollout/BackendDocument.swift, Bind.swift and CutBindings.swift.
 */
#define NONE 0
#define LEG 1
#define NEW 2
#define PLANNED 0
#define LIVE 1
#define DRAINING 2
#define other(b) (3 - (b))
#define i(b,k) (((b) - 1) * 2 + (k))
#define date(k) ((k) == 0 -> LEG : NEW)
#define sideOf(s,k) ((s) == PLANNED -> LEG : ((s) == DRAINING -> NEW : date(k)))

byte stage = PLANNED;
byte desp[2];                   /* despatch of each order: unbound, legacy, new */
bool moved[2], cutSeen[2];      /* by a transfer; unbound or bound by the cut when it came into force */
byte shared = 0; bool excl = false, waiting = false, row[2];
byte made[4], polled[4], acc[4], rogue[4];
byte copy[4];                   /* to back end b, of order k: 0 none, 1 begun, 2 executed, 3 its result is stored */
bool echoPolled[4];
byte shipping = 1, working = 2, moving = 1;

/* what is made is there from the beginning, two shipments at most; when it is polled is free */
active proctype Shipper() {
  atomic {
    byte n, left = 2;
    do
    :: n < 4 && left > 0 -> if :: made[n]++; left-- :: skip fi; n++
    :: n == 4 || left == 0 -> break
    od;
    if :: made[i(NEW,1)] == 1 && left > 0 -> made[i(NEW,1)]++ :: skip fi;
    shipping = 0; n = 0; left = 0
  }
}

#define shipped(n) (polled[n] < made[n])
#define echoed(n) (copy[n] >= 2 && !echoPolled[n])
#define taken(n) (polled[n] >= made[n] && (copy[n] == 0 || echoPolled[n]))
#define nothing (taken(0) && taken(1) && taken(2) && taken(3))
#define underWay(b) (copy[i(b,0)] == 1 || copy[i(b,0)] == 2 || copy[i(b,1)] == 1 || copy[i(b,1)] == 2)

inline accept() {
  /* one emitter, but for a transfer */
  assert(acc[i(other(b),k)] == 0 || moved[k]);
  assert(!cutSeen[k] || moved[k] || b == date(k));
  acc[n]++;
  if :: copy[i(other(b),k)] == 0 -> copy[i(other(b),k)] = 1 :: else fi
}

inline decide() {
#ifdef NO_LOCK
  s = stage;
  atomic { !excl && !waiting -> shared++ };
#else
  atomic { !excl && !waiting -> shared++ };
  s = stage;
#endif
#ifdef NO_ROW
  r = desp[k];
  atomic { !row[k] -> row[k] = true };
#else
  atomic { !row[k] -> row[k] = true };
  r = desp[k];
#endif
  atomic {
    assert(s == stage && r == desp[k]);        /* by the present stage and owner */
    if
#ifdef BOTH_ACCEPTED
    :: r == NONE -> if :: sideOf(s,k) == b -> desp[k] = b :: else fi; accept()
#else
    :: r == NONE && sideOf(s,k) == b -> desp[k] = b; accept()
    :: r == NONE && sideOf(s,k) != b -> rogue[n]++
#endif
    :: r == b -> accept()
    :: r == other(b) -> rogue[n]++
    fi;
    row[k] = false; shared--; s = 0; r = 0
  }
}

active [2] proctype Node() {
  byte n, b, k, s, r; bool echo;
  (shipping == 0);
  do
  :: atomic { shipped(0) -> n = 0; polled[0]++; echo = false }; goto take
  :: atomic { shipped(1) -> n = 1; polled[1]++; echo = false }; goto take
  :: atomic { shipped(2) -> n = 2; polled[2]++; echo = false }; goto take
  :: atomic { shipped(3) -> n = 3; polled[3]++; echo = false }; goto take
  :: atomic { echoed(0) -> n = 0; echoPolled[0] = true; echo = true }; goto take
  :: atomic { echoed(1) -> n = 1; echoPolled[1] = true; echo = true }; goto take
  :: atomic { echoed(2) -> n = 2; echoPolled[2] = true; echo = true }; goto take
  :: atomic { echoed(3) -> n = 3; echoPolled[3] = true; echo = true }; goto take
  :: atomic { shipping == 0 && nothing -> break };
take:
  atomic { b = n / 2 + 1; k = n % 2 };
#ifndef POLL_EARLY
  (!underWay(b));
#endif
  if
  :: echo -> assert(copy[n] == 3)               /* its cross reference is there: dropped */
  :: else ->
#ifdef BY_CONTENT
     if
     :: acc[n] > 0 -> skip                      /* "the same again" */
     :: else -> decide()
     fi
#else
     decide()
#endif
  fi;
  atomic { n = 0; b = 0; k = 0; echo = false }
  od;
  working--
}

/* deliveries of the copies, and their results */
active proctype Copies() {
end: do
  :: atomic { copy[0] == 1 -> copy[0] = 2 } :: atomic { copy[0] == 2 -> copy[0] = 3 }
  :: atomic { copy[1] == 1 -> copy[1] = 2 } :: atomic { copy[1] == 2 -> copy[1] = 3 }
  :: atomic { copy[2] == 1 -> copy[2] = 2 } :: atomic { copy[2] == 2 -> copy[2] = 3 }
  :: atomic { copy[3] == 1 -> copy[3] = 2 } :: atomic { copy[3] == 2 -> copy[3] = 3 }
  od
}

inline cutBinds() {
  byte o = 0;
  do
  :: o < 2 ->
     if
     :: desp[o] == NONE ->
        cutSeen[o] = true;
#ifndef NO_CUT_BINDING
        desp[o] = date(o)
#endif
     :: else
     fi; o++
  :: else -> break
  od
}

inline lockMoves() { atomic { !excl && !waiting -> waiting = true }; atomic { shared == 0 -> excl = true; waiting = false } }

active proctype Mover() {
  (shipping == 0);
  if
  :: lockMoves(); atomic { stage = LIVE; cutBinds(); excl = false };
     if
     :: lockMoves(); atomic { stage = DRAINING; excl = false };
        if :: lockMoves(); atomic { stage = PLANNED; excl = false } :: skip fi
     :: lockMoves(); atomic { stage = PLANNED; excl = false }
     :: skip
     fi
  :: skip
  fi;
  moving = 0
}

/* the itinerary step of one transfer: shared routing lock, row, then the owner (release and activate: takeover.pml) */
inline transfer(k) {
  atomic { !excl && !waiting -> shared++ };
  atomic { !row[k] -> row[k] = true };
  atomic { desp[k] = other(desp[k]); moved[k] = true; row[k] = false; shared-- }
}
active proctype Transfer() {
  if
  :: desp[0] != NONE -> transfer(0)
  :: desp[1] != NONE -> transfer(1)
  :: working == 0
  fi
}

active proctype Monitor() {
  (working == 0 && moving == 0);
  assert(acc[0] + rogue[0] == made[0] && acc[1] + rogue[1] == made[1]);
  assert(acc[2] + rogue[2] == made[2] && acc[3] + rogue[3] == made[3])
}
