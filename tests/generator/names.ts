/** Given names as written, each with its spelling in an address when folding the accents does not give it. */
export const GIVEN_NAMES: readonly (readonly [written: string, address?: string])[] = [
  ['Aarav'], ['Abena'], ['Ainhoa'], ['Aleksandra'], ['Anaïs'], ['Andrés'], ['Anselm'], ['Ayşe', 'ayse'], ['Beatriz'], ['Birgitta'],
  ['Björn'], ['Bronwyn'], ['Caoimhe'], ['Chidi'], ['Chloé'], ['Dagný', 'dagny'], ['Deniz'], ['Dmytro'], ['Đorđe', 'dorde'], ['Efua'],
  ['Eira'], ['Émile'], ['Farah'], ['Fionn'], ['Françoise'], ['Gürkan'], ['Hana'], ['Håkon', 'hakon'], ['Hêlîn'], ['Ibrahim'],
  ['Ílham'], ['Ingrid'], ['Ivana'], ['Jiří'], ['João'], ['Kaito'], ['Kwame'], ['Lê Minh', 'le.minh'], ['Leilani'], ['Łukasz', 'lukasz'],
  ['Maëlle'], ['Malika'], ['Marta'], ['Mirela'], ['Nadia'], ['Niamh'], ['Noor'], ['Nuria'], ['Oluwaseun'], ['Oyelaran'],
  ['Paloma'], ['Petr'], ['Priya'], ['Rafał', 'rafal'], ['Renée'], ['Saoirse'], ['Sebastião'], ['Søren', 'soren'], ['Tamsin'], ['Thandiwe'],
  ['Tomás'], ['Ümit'], ['Véronique'], ['Wanjiru'], ['Xiulan'], ['Yael'], ['Yusuf'], ['Zofia'], ['Zoë'], ['Žana'],
  ['Нина', 'nina'], ['Тарас', 'taras'], ['محمد', 'mohamed'], ['李', 'li'], ['さくら', 'sakura'], ['Ελένη', 'eleni'], ['지우', 'jiwoo'], ['דנה', 'dana'],
];

/** Invented family names: nobody is called this. */
export const FAMILY_NAMES: readonly (readonly [written: string, address?: string])[] = [
  ['Ashwhistle'], ['Ambervane'], ['Brasslantern'], ['Birchmantle'], ['Brzozóweczka'], ['Cloudsorrel'], ['Copperfinch'], ['Dunemarrow'],
  ['Dvoutečka'], ['Eelbrook-Sund'], ['Emberquill'], ['Fenwhimple'], ['Flintberry'], ['Frostmåne', 'frostmane'], ['Galeharrow'], ['Glasvogel'],
  ['Hazelthimble'], ['Hollowmere'], ['Inkwillow'], ['Ironpetal'], ['Juniperholt'], ['Kettlewisp'], ['Kırçiçek', 'kircicek'], ['Lanternfjord'],
  ['Larchbuckle'], ['Lumenträger'], ['Marshbell'], ['Mosswright'], ['Müßighang', 'muessighang'], ['Nettlecombe-Vale'], ['Nimbusson'], ['O’Drizzle', 'odrizzle'],
  ['Oakspindle'], ['Øksevåg', 'oksevag'], ['Pebblethwaite'], ['Pinhão-Bravo'], ['Quartzling'], ['Quillfeather'], ['Ravensedge'], ['Roséclair'],
  ['Saltmarrow'], ['Silverthistle'], ['Śnieżynka'], ['Tallowbrook'], ['Thornapple'], ['Umberfield'], ['Velvetmoor'], ['Vinterlykt'],
  ['Wainscott-Fey'], ['Whistledown'], ['Wrenwater'], ['Yarrowgate'], ['Yewlantern'], ['Zephyrine'], ['Zinnober'], ['Ångström-Lind', 'angstrom-lind'],
];
