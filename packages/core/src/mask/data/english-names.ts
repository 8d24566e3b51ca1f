/** Common English names, in ASCII alone: every character set holds them. */

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

export const englishFamilyNames = words(`
Adams Allen Anderson Andrews Archer Armstrong Arnold Atkins Austin Bailey Baker Baldwin Banks Barber
Barker Barnes Barrett Barton Bell Bennett Berry Bishop Black Blake Bolton Bowen Bradley Brooks Brown
Bryant Burke Burns Burton Butler Byrne Campbell Carpenter Carr Carroll Carter Chambers Chandler
Chapman Clark Clarke Coleman Collins Cook Cooper Cox Craig Crawford Cross Curtis Dale Davies Davis
Dawson Day Dean Dixon Douglas Doyle Drake Duncan Dunn Edwards Elliott Ellis Evans Farmer Fields
Fisher Fleming Fletcher Ford Foster Fowler Fox Francis Fraser Freeman Fuller Gardner Gibson Gilbert
Gordon Graham Grant Graves Gray Green Griffin Hall Hamilton Harper Harris Harrison Hart Harvey
Hawkins Hayes Henderson Henry Hicks Hill Holland Holmes Hopkins Howard Hudson Hughes Hunt Hunter
Jackson Jacobs James Jenkins Johnson Jones Jordan Kelly Kennedy King Knight Lamb Lambert Lane Lawson
Lee Lewis Little Long Lowe Lucas Marsh Marshall Martin Mason Matthews May Miller Mills Mitchell
Moore Morgan Morris Murphy Murray Nash Nelson Newman Newton Nichols Norris Oliver Owen Page Palmer
Parker Parsons Payne Pearson Perkins Perry Phillips Pierce Porter Potter Powell Price Quinn Ray Reed
Reid Reynolds Rice Richards Riley Roberts Robinson Rogers Rose Ross Russell Ryan Sanders Saunders
Scott Sharp Shaw Shepherd Simpson Smith Spencer Stephens Stevens Stewart Stone Sutton Taylor Thomas
Thompson Todd Tucker Turner Tyler Wade Walker Wallace Walsh Walters Ward Warren Waters Watkins
Watson Watts Weaver Webb Wells West Wheeler White Williams Wilson Wood Woods Wright Young
`);

export const englishGivenNames = words(`
Aaron Abigail Adam Adrian Alan Albert Alex Alice Alison Amanda Amber Amelia Amy Andrea Andrew Angela
Ann Anna Anthony April Arthur Ashley Audrey Barbara Beatrice Benjamin Bernard Beth Betty Brenda
Brian Bruce Caleb Cameron Carl Carol Caroline Catherine Cecil Charles Charlotte Chloe Chris
Christine Claire Clara Colin Connor Craig Cynthia Daisy Daniel David Dawn Deborah Dennis Diana
Donald Dora Dorothy Duncan Dylan Edith Edward Eileen Elaine Eleanor Elizabeth Ellen Ella Emily Emma
Eric Erin Ethan Eva Evelyn Faith Felix Fiona Florence Frances Frank Fred Gareth Gary Geoffrey George
Gerald Gillian Gloria Gordon Grace Graham Gregory Hannah Harold Harry Hazel Heather Helen Henry
Holly Howard Hugh Ian Irene Iris Isaac Isabel Ivy Jack Jacob James Jane Janet Jason Jean Jeffrey
Jennifer Jeremy Jessica Joan Joanna Joel John Jonathan Joseph Joshua Joyce Judith Julia Julian June
Karen Katherine Keith Kenneth Kevin Kyle Laura Lauren Lawrence Leo Leon Leonard Lewis Liam Lily
Linda Lisa Louis Louise Lucas Lucy Luke Lynn Margaret Maria Marion Mark Martha Martin Mary Matthew
Maurice Max Megan Michael Mildred Molly Nancy Naomi Natalie Nathan Neil Nicholas Nicole Noah Nora
Norman Olive Oliver Olivia Oscar Owen Pamela Patricia Patrick Paul Paula Peter Philip Phoebe Rachel
Ralph Raymond Rebecca Richard Robert Robin Roger Ronald Rose Ruby Russell Ruth Ryan Sally Samantha
Samuel Sandra Sarah Scott Sean Sharon Sheila Shirley Simon Sophie Stanley Stella Stephanie Stephen
Steven Stuart Susan Sylvia Teresa Terence Thomas Timothy Tracy Vera Victor Victoria Vincent Violet
Virginia Walter Wayne Wendy William Yvonne Zachary Zoe
`);
